// One topic by itself, while the rest of the bank is being written:
//   npx tsx scripts/checkTopic.ts <topic>                     what is wrong with it, or what it holds
//   npx tsx scripts/checkTopic.ts <topic> <item> [how many]   variants of a seeded item with their right answers
import { join } from 'node:path';
import { drawFigures } from '../src/questions/seeded/drawFigures.ts';
import { fillItem } from '../src/questions/seeded/fillItem.ts';
import { randomOf } from '../src/questions/seeded/random.ts';
import { BankBroken } from './gen/questionBank/bankProblem.ts';
import { rightAnswer } from './gen/questionBank/checkItem.ts';
import { type BankTopic, readOneTopic } from './gen/questionBank/readBank.ts';

async function main([name, item, count = '3']: string[]): Promise<void> {
  if (name === undefined) throw new BankBroken([{ file: 'questions', line: 1, problem: 'No topic is named.', cure: 'Write: npx tsx scripts/checkTopic.ts <topic>' }]);
  const topic = readOneTopic(join(import.meta.dirname, '../questions'), name);
  if (item !== undefined) return showVariants(topic, item, Number(count));
  console.log(`${name}: ${topic.items.length} plain items, ${topic.seeded.length} seeded ones, ${topic.challenges.length} challenges, nothing wrong with any.`);
}

async function showVariants(topic: BankTopic, id: string, count: number): Promise<void> {
  const seeded = topic.seeded.find((one) => one.item.id === id);
  if (seeded === undefined) throw new Error(`There is no seeded item ${id} in this topic.`);
  for (let variant = 1; variant <= count; variant++) {
    const { figures } = drawFigures(seeded.draw, await randomOf(String(variant)));
    const item = fillItem(seeded, figures);
    const { id: _id, title: _title, difficulty: _difficulty, minutes: _minutes, tags: _tags, ...texts } = item;
    console.log(JSON.stringify({ figures, right: rightAnswer(item), ...texts }, null, 1));
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BankBroken)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
