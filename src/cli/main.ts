import { Command } from 'commander';
export async function main(argv: string[]): Promise<number> {
  const program = new Command('gradecheck');
  program.command('hello').action(() => console.log('hello'));
  await program.parseAsync(argv);
  return 0;
}
