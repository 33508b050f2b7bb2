import { Command, CommanderError, Option } from 'commander';
import { SetupProblem } from '../local/setupProblem.ts';
import { CommandFailed } from './exit.ts';

/**
 * Every command, as one list. Each loads its own code when it is called, so that `questions list` does not pay for a database driver.
 * Resolves with the exit code: 0 good, 1 the answer was not accepted or a check found something, 2 wrong use or our fault.
 */
export async function main(argv: string[]): Promise<number> {
  let exitCode = 0;
  const run = (command: () => Promise<number>) => async () => {
    exitCode = await command();
  };
  try {
    await program(run).parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    // Ctrl-C during set-up: what was half done is begun again next time.
    if (error instanceof Error && error.name === 'AbortError') return 130;
    if (error instanceof CommandFailed) {
      process.stderr.write(`gradecheck: ${error.message}\n`);
      return error.exitCode;
    }
    process.stderr.write(`gradecheck: ${sentenceOf(error)}\n`);
    return 2;
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env.DEBUG) return error.stack ?? error.message;
  return error instanceof SetupProblem ? `${error.message} ${error.cure}` : error.message;
}

type Run = (command: () => Promise<number>) => () => Promise<void>;

function program(run: Run): Command {
  const root = new Command('gradecheck')
    .description('A quiz-and-grading service: questions about deep learning, and an honest verdict on every answer.')
    .exitOverride()
    .showHelpAfterError('(see "gradecheck --help")')
    .helpCommand(false);
  // One at a time instead of `new Command` per file: the whole menu can be read here.
  serverCommands(root, run);
  answerCommands(root, run);
  regradeCommand(root, run);
  questionCommands(root, run);
  keyCommands(root, run);
  return root;
}

function serverCommands(root: Command, run: Run): void {
  root
    .command('serve')
    .description('everything on this machine: set-up, database, API, grader (PORT, HOST, DATABASE_URL)')
    .option('--watch', 'start again when a source file changes')
    .action(async (options) => run(async () => (options.watch ? (await import('./serveWatching.ts')).serveWatching() : (await import('./serve.ts')).serve()))());
  root
    .command('worker')
    .description('only the grader, for the queue at WORKER_DATABASE_URL (or DATABASE_URL)')
    .action(run(async () => (await import('./worker.ts')).worker()));
  root
    .command('setup')
    .description('make the Python environment and the cell helper, then stop')
    .option('--with-tests', 'also what the Python tests need')
    .addOption(new Option('--runtime <name>', 'only what this runtime needs on top').choices(['tfjs', 'keras']))
    .addOption(new Option('--device <type>', 'only what answers need to be graded on this device').choices(['webgpu']))
    .action(async (options) => run(async () => (options.device ? (await import('./setUpRuntime.ts')).setupRuntime(options.device) : options.runtime ? (await import('./setUpRuntime.ts')).setupRuntime(options.runtime) : (await import('./setup.ts')).setup({ withTests: Boolean(options.withTests) })))());
  root
    .command('migrate')
    .description('bring the database at DATABASE_URL to the current schema, then stop')
    .action(run(async () => (await import('./migrate.ts')).migrateCommand()));
  root
    .command('doctor')
    .description('check everything this machine needs, say what is missing and how to get it')
    .option('--json', 'as JSON')
    .action(async (options) => run(async () => (await import('./doctorCommand.ts')).doctorCommand(options))());
  root
    .command('selftest')
    .description('run the hostile suite against cells of this machine; exit code 0 only when every attack was held')
    .option('--runtimes <list>', 'only in these, for instance numpy,tfjs; leaves no report')
    .option('--only <id>', 'only this entry, for instance KN-02; leaves no report')
    .option('--verify <file>', 'check the signature of a report instead')
    .option('--key <fingerprint>', 'with --verify: whose signature it should be (default: this machine)')
    .option('--fuzz <inputs>', 'instead: so many hostile inputs for everything that judge, grader and cells parse')
    .option('--seed <number>', 'with --fuzz: another run than the usual one')
    .option('--json', 'the report as JSON')
    .action(async (options) => run(async () => (options.fuzz !== undefined ? (await import('./fuzz.ts')).fuzz(options.fuzz, options) : (await import('./selftest.ts')).selftest(options)))());
}

function answerCommands(root: Command, run: Run): void {
  root
    .command('demo')
    .description('grade four answers over HTTP and show what is found out about each')
    .option('--json', 'as JSON')
    .action(async (options) => run(async () => (await import('./demo.ts')).demo(options))());
  connected(root.command('submit <question> [files...]'))
    .description('hand in an answer and wait for the verdict; exit code 0 only when accepted')
    .option('--runtime <name>', 'where the code is to run, for instance pytorch or numpy')
    .option('--answer <text>', 'the answer to a quiz question: "b", "a,c", "3.5", "1=b,2=a" or text')
    .option('--mode <mode>', 'grade, or precheck: public cases only')
    .option('--variant <text>', 'which variant of a seeded question was answered (default: 1)')
    .option('--watch', 'show the progress while it is graded')
    .option('--json', 'the whole submission as JSON')
    .action(async (question, files, options) => run(async () => (await import('./submit.ts')).submit(question, files, options))());
}

function regradeCommand(root: Command, run: Run): void {
  connected(root.command('regrade <submission>'))
    .description('a second verdict on a graded answer, from another device; the first one goes on counting')
    .requiredOption('--device <type>', 'cpu, cuda or webgpu')
    .option('--wait <seconds>', 'how long to wait for it (default: 0)')
    .option('--json', 'the whole submission as JSON')
    .action(async (id, options) => run(async () => (await import('./regrade.ts')).regrade(id, options))());
}

function questionCommands(root: Command, run: Run): void {
  const questions = root.command('questions').description('read the question bank, and work on it').helpCommand(false);
  connected(questions.command('list'))
    .description('all questions')
    .option('--topic <id>', 'only of this topic')
    .option('--kind <kind>', 'only of this kind, for instance code')
    .option('--runtime <name>', 'only those that can be answered in this runtime')
    .option('--json', 'as JSON')
    .action(async (options) => run(async () => (await import('./questions.ts')).listQuestions(options))());
  connected(questions.command('show <id>'))
    .description('one question, as a candidate sees it')
    .option('--variant <text>', 'which variant of a seeded question (default: 1)')
    .option('--json', 'as JSON')
    .action(async (id, options) => run(async () => (await import('./questions.ts')).showQuestion(id, options))());
  questions
    .command('check [folders...]')
    .description('grade every solution and every wrong answer of these folders or ids (default: all) and compare with what each must get')
    .option('--runtime <name>', 'only this runtime')
    .option('--fresh', 'run everything, also what held before and cannot have changed')
    .option('--json', 'as JSON')
    .action(async (folders, options) => run(async () => (await import('./checkQuestions.ts')).checkQuestions(folders, options))());
  questions
    .command('mutate [folders...]')
    .description('count which wrong variants of the right solutions pass, and keep the score in quality.json')
    .option('--all', 'every question')
    .option('--runtime <name>', 'only this runtime; nothing is kept then')
    .option('--json', 'as JSON')
    .action(async (folders, options) => run(async () => (await import('./checkQuestions.ts')).mutateQuestions(folders, options))());
  questions
    .command('preview [id]')
    .description('statements, starters, items and feedback in the browser, in both languages; pages reload when a file changes')
    .option('--port <number>', 'where to serve, on 127.0.0.1 only (default: a free port)')
    .action(async (id, options) => run(async () => (await import('./previewQuestions.ts')).previewQuestions(id, options))());
  questions
    .command('new <topic/id>')
    .description('start a code question from the template')
    .action(async (name) => run(async () => (await import('./newQuestion.ts')).newQuestion(name))());
}

function keyCommands(root: Command, run: Run): void {
  const keys = root.command('keys').description('API keys of your tenant (needs a key with the scope admin)').helpCommand(false);
  connected(keys.command('create <name>'))
    .description('a new key; its secret is printed once')
    .option('--scopes <list>', 'read, submit, admin', 'read,submit')
    .option('--json', 'as JSON')
    .action(async (name, options) => run(async () => (await import('./keys.ts')).createKey(name, options))());
  connected(keys.command('list'))
    .description('all keys, without their secrets')
    .option('--json', 'as JSON')
    .action(async (options) => run(async () => (await import('./keys.ts')).listKeys(options))());
  connected(keys.command('revoke <id>'))
    .description('a key stops working')
    .action(async (id, options) => run(async () => (await import('./keys.ts')).revokeKey(id, options))());
}

const connected = (command: Command): Command =>
  command
    .option('--url <url>', 'the server (default: GRADECHECK_URL, else the local one)')
    .option('--key <key>', 'the API key (default: GRADECHECK_API_KEY, else the local one)')
    .option('--lang <lang>', 'en or zh');
