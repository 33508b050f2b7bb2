import type { LocalPaths } from './paths.ts';

const passedOn = /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|PGSSL.*|LOG_LEVEL|GRADER_.*|JUDGE_.*|GRADECHECK_.*|WORKER_NAME)$/;

/** What the grader may know. Named one by one: the owner's DATABASE_URL and a person's other secrets stay here. */
export function graderEnv(env: NodeJS.ProcessEnv, paths: LocalPaths, workerDatabaseUrl: string): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name) && name !== 'GRADECHECK_API_KEY'));
  return {
    ...kept,
    WORKER_DATABASE_URL: workerDatabaseUrl,
    GRADECHECK_ROOT: paths.root,
    GRADECHECK_HOME: paths.home,
    GRADECHECK_PYTHON: paths.python,
    GRADECHECK_BUILD: paths.build,
  };
}
