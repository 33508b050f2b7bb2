import { existsSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface GraderConfig {
  databaseUrl: string;
  /** This machine's state folder. */
  home: string;
  workerName: string;
  python: string;
  judgeMain: string;
  questionsDir: string;
  buildDir: string;
  slots: number;
  leaseSeconds: number;
  pollMs: number;
  judgeReadyWithinMs: number;
}

/** Reads the environment once; throws one error that lists everything wrong. */
export function readGraderConfig(env: NodeJS.ProcessEnv): GraderConfig {
  const root = env.GRADECHECK_ROOT ?? findRoot(dirname(fileURLToPath(import.meta.url)));
  const home = env.GRADECHECK_HOME ?? join(root, '.gradecheck');
  const faults: string[] = [];
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const value = env[name] ? Number(env[name]) : fallback;
    if (!Number.isFinite(value) || value < min || value > max) faults.push(`${name} must be a number from ${min} to ${max}.`);
    return value;
  };
  const config: GraderConfig = {
    databaseUrl: env.WORKER_DATABASE_URL ?? '',
    home,
    workerName: env.WORKER_NAME ?? hostname(),
    python: env.GRADECHECK_PYTHON ?? join(home, 'python', 'bin', 'python'),
    judgeMain: join(root, 'workers', 'judge', '__main__.py'),
    questionsDir: env.GRADECHECK_QUESTIONS ?? join(root, 'questions'),
    buildDir: env.GRADECHECK_BUILD ?? join(home, 'build'),
    slots: number('GRADER_SLOTS', Math.max(1, availableParallelism()), 1, 64),
    leaseSeconds: number('GRADER_LEASE_SECONDS', 6, 1, 3600),
    pollMs: number('GRADER_POLL_MS', 1000, 10, 60_000),
    judgeReadyWithinMs: number('JUDGE_READY_WITHIN_MS', 120_000, 1000, 600_000),
  };
  if (!config.databaseUrl) faults.push('WORKER_DATABASE_URL must name the queue database, with the role gradecheck_worker.');
  if (!existsSync(config.python)) faults.push(`There is no Python at ${config.python}: run \`npx gradecheck setup\`.`);
  if (!existsSync(config.judgeMain)) faults.push(`There is no judge at ${config.judgeMain}: set GRADECHECK_ROOT to the project's folder.`);
  if (faults.length) throw new Error(`The grader cannot start:\n- ${faults.join('\n- ')}`);
  return config;
}

/** The folder that holds package.json, seen from `dist/` or from the sources. */
function findRoot(from: string): string {
  for (let dir = from; dir !== dirname(dir); dir = dirname(dir)) if (existsSync(join(dir, 'package.json'))) return dir;
  return process.cwd();
}
