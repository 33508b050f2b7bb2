import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePython } from './ensureEnvironment.ts';
import { findPython } from './findPython.ts';
import type { LocalPaths } from './paths.ts';
import { silentProgress } from './progress.ts';
import { SetupProblem } from './setupProblem.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

let root: string;
let paths: LocalPaths;
let env: NodeJS.ProcessEnv;

// One environment for all tests, in their order: making one takes seconds.
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'gradecheck-python-'));
  const home = join(root, 'home');
  paths = { root, home, python: join(home, 'python', 'bin', 'python'), build: join(home, 'build'), postgres: join(home, 'postgres'), localState: join(home, 'local.json') };
  mkdirSync(join(root, 'workers'));
  mkdirSync(join(root, 'src', 'local'), { recursive: true });
  mkdirSync(join(root, 'wheels'));
  cpSync(join(checkout, 'src', 'local', 'check_environment.py'), join(root, 'src', 'local', 'check_environment.py'));
  // pip as a person would have configured it: by its own variables, and nothing from anywhere else.
  env = { PATH: process.env.PATH, HOME: root, PIP_CONFIG_FILE: '/dev/null', PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(root, 'wheels') };
  const python = (await findPython(env)).executable;
  for (const version of ['1.0', '2.0']) makeWheel(python, version);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('ensurePython', { timeout: 120_000 }, () => {
  it('says how to get Python where there is none', async () => {
    pin('tiny==1.0');
    const bare = { ...env, PATH: join(root, 'wheels') };
    await expect(ensure(bare)).rejects.toMatchObject({ layer: 'python', cure: expect.stringMatching(/python3-venv/) as string });
  });

  it('makes nothing half when it is killed in the middle', async () => {
    const script = `
      import { ensurePython } from ${JSON.stringify(join(checkout, 'src/local/ensureEnvironment.ts'))};
      await ensurePython({ paths: ${JSON.stringify(paths)}, env: ${JSON.stringify(env)}, progress: { phase() {}, status() {}, done() {} } }, { withTests: false });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { stdio: 'ignore' });
    while (!existsSync(paths.python)) await sleep(20);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(existsSync(stamp())).toBe(false);

    expect(await ensure()).toBe(true);
    expect(installed()).toBe('1.0');
  });

  it('does nothing while nothing changed, and installs what new requirements say', async () => {
    expect(await ensure()).toBe(false);
    pin('tiny==2.0');
    expect(await ensure()).toBe(true);
    expect(installed()).toBe('2.0');
    expect(await ensure()).toBe(false);
  });

  it('takes over an environment without a stamp when every file is whole', async () => {
    rmSync(stamp());
    leaveMark();
    expect(await ensure()).toBe(true);
    expect(hasMark()).toBe(true);
  });

  it('begins from nothing where a file without a stamp was cut short', async () => {
    rmSync(stamp());
    truncateSync(join(sitePackages(), 'tiny.py'), 3);
    expect(await ensure()).toBe(true);
    expect(hasMark()).toBe(false);
    expect(installed()).toBe('2.0');
  });

  it('refuses an interpreter that GRADECHECK_PYTHON names but that lacks the packages', async () => {
    pin('tiny==1.0');
    await expect(ensure({ ...env, GRADECHECK_PYTHON: paths.python })).rejects.toThrow(/GRADECHECK_PYTHON names .* lacks packages/);
  });

  it('says in a sentence what pip could not find, and leaves no stamp', async () => {
    pin('tiny==9.9');
    const failed = await ensure().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(SetupProblem);
    expect((failed as SetupProblem).message).toMatch(/tiny==9\.9/);
    expect((failed as SetupProblem).cure).toMatch(/PIP_EXTRA_INDEX_URL/);
    expect(existsSync(stamp())).toBe(false);
    expect(readdirSync(paths.home)).not.toContain('pip-tmp');
  });
});

describe('check_environment.py', () => {
  const check = () => spawnSync(paths.python, ['-I', join(root, 'src', 'local', 'check_environment.py'), join(root, 'workers', 'requirements.txt')], { encoding: 'utf8' });

  it('finds each trace of an interrupted install', () => {
    pin('tiny==2.0');
    expect(check().stdout.trim()).toBe('');
    mkdirSync(join(sitePackages(), '~iny'));
    expect(check().stdout).toMatch(/~iny: left over/);
    rmSync(join(sitePackages(), '~iny'), { recursive: true });
    rmSync(join(sitePackages(), 'tiny-2.0.dist-info', 'RECORD'));
    expect(check().stdout).toMatch(/tiny: RECORD is missing/);
    rmSync(join(sitePackages(), 'tiny-2.0.dist-info'), { recursive: true });
    expect(check()).toMatchObject({ stdout: expect.stringMatching(/tiny: nothing instead of 2\.0/) as string, status: 1 });
  });
});

const ensure = (with_: NodeJS.ProcessEnv = env) => ensurePython({ paths, env: with_, progress: silentProgress }, { withTests: false });
const pin = (line: string) => writeFileSync(join(root, 'workers', 'requirements.txt'), `# pinned\n${line}\n`);
const leaveMark = () => writeFileSync(join(paths.home, 'python', 'mark'), '');
const hasMark = () => existsSync(join(paths.home, 'python', 'mark'));
const stamp = () => join(paths.home, 'python', 'gradecheck-stamp.json');
const installed = () => execFileSync(paths.python, ['-I', '-c', 'import tiny; print(tiny.version)'], { encoding: 'utf8' }).trim();

function sitePackages(): string {
  const lib = join(paths.home, 'python', 'lib');
  return join(lib, readdirSync(lib)[0]!, 'site-packages');
}

/** A package of one line, so that the tests install something without asking any index. */
function makeWheel(python: string, version: string): void {
  const script = `
import base64, hashlib, sys, zipfile
folder, version = sys.argv[1:]
info = f"tiny-{version}.dist-info"
files = {"tiny.py": f"version = '{version}'\\n", f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: tiny\\nVersion: {version}\\n",
         f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
files[f"{info}/RECORD"] = "".join(f"{n},sha256={digest(t)},{len(t)}\\n" for n, t in files.items()) + f"{info}/RECORD,,\\n"
with zipfile.ZipFile(f"{folder}/tiny-{version}-py3-none-any.whl", "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
`;
  execFileSync(python, ['-I', '-c', script, join(root, 'wheels'), version]);
}
