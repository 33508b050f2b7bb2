import { findProgram, runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';

export interface FoundPython {
  /** The interpreter itself, behind any version manager's shim. */
  executable: string;
  version: string;
}

export const pythonCure =
  'Install Python 3.11 or newer with its venv module (Debian and Ubuntu: "apt-get install python3 python3-venv") and start again.';

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14', 'python'];
const question = 'import sys, json; print(json.dumps([sys.executable, "%d.%d.%d" % sys.version_info[:3], list(sys.version_info[:2]) >= [3, 11]]))';

/** The first Python 3.11 or newer on the PATH that can make an environment. Throws `SetupProblem` saying what was seen instead. */
export async function findPython(env: NodeJS.ProcessEnv): Promise<FoundPython> {
  const seen: string[] = [];
  for (const name of candidates) {
    if (!findProgram(name, env)) continue;
    const asked = await runCommand(name, ['-I', '-c', question], { env }).catch(() => undefined);
    const [executable, version, newEnough] = parseAnswer(asked?.output) ?? [];
    if (!executable || !version) continue;
    if (!newEnough) seen.push(`${name} is ${version}`);
    else if ((await runCommand(executable, ['-I', '-c', 'import venv, ensurepip'], { env })).code !== 0) seen.push(`${name} is ${version} but has no venv module`);
    else return { executable, version };
  }
  const found = seen.length > 0 ? ` (${seen.join(', ')})` : '';
  throw new SetupProblem('python', `There is no Python 3.11 or newer with venv on the PATH${found}.`, pythonCure);
}

function parseAnswer(output: string | undefined): [string, string, boolean] | undefined {
  try {
    return JSON.parse(output ?? '') as [string, string, boolean];
  } catch {
    return undefined;
  }
}
