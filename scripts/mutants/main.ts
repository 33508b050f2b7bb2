// The mutants of one answer, read from standard input, as JSON:  node --import tsx scripts/mutants/main.ts <file name> <entry>
import { text } from 'node:stream/consumers';
import { typescriptMutants } from './typescriptMutants.ts';

const [name, entry] = process.argv.slice(2);
if (!name || !entry) throw new Error('Name the file and the entry function.');
process.stdout.write(JSON.stringify(typescriptMutants(name, await text(process.stdin), entry)));
