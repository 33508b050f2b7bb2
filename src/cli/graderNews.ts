import type { LogFile } from '../local/fileLogger.ts';
import type { GraderWatch } from '../local/superviseGrader.ts';

interface GraderLine {
  msg?: string;
  serves?: boolean;
  runtimes?: { name: string; version: string }[];
  layers?: { name: string; detail: string }[];
  reason?: string;
}

/** Puts the grader's lines into the log, and what a person must know of them onto the terminal. */
export function graderNews(log: LogFile, startedAt: number, say: (line: string) => void = console.log): GraderWatch {
  let lastWords = '';
  let told = '';
  /** Of the judge that serves now; a slow one joins it later. */
  let offered: string[] = [];
  const once = (text: string) => {
    if (text !== told) say(text);
    told = text;
  };
  return {
    onLine(line) {
      log.append(line);
      const event = parse(line);
      if (!event) lastWords = line;
      else if (event.msg === 'judge ready' && event.serves) {
        const now = (event.runtimes ?? []).map(({ name, version }) => `${name} ${version}`);
        const joined = now.filter((one) => !offered.includes(one));
        const after = `after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
        const isTheSameJudge = offered.length > 0 && offered.every((one) => now.includes(one));
        if (isTheSameJudge && joined.length > 0) once(`${joined.join(', ')} joined ${after}.`);
        else if (!isTheSameJudge) once(`Grader ready ${after}: ${now.join(', ')}; its walls are proved (GET /v1/isolation).`);
        offered = now;
      } else if (event.msg?.startsWith('isolation is too weak')) {
        const missing = (event.layers ?? []).map(({ name, detail }) => `${name} (${detail})`).join('; ');
        once(`Code answers stay queued: the judge refuses to run them without these walls: ${missing}. The API and quiz questions work. "npx gradecheck doctor" says how to get them.`);
      } else if (event.reason === 'revision_unknown') {
        once('An answer cannot be graded: its question was changed after the catalogue was made from it. Run "npm run gen" and start again; answers wait so long.');
      } else if (event.reason === 'backend_missing') {
        once('An answer cannot be graded here: its question needs a backend that this machine does not have. "npx gradecheck doctor" says what is missing; answers wait so long.');
      } else if (event.msg === 'the judge did not start') once(`Code answers stay queued: the judge did not start; see ${log.path}. It is tried again.`);
    },
    onExit(reason, restartInMs) {
      once(`The grader ended (${reason})${lastWords ? `: ${lastWords.trim()}` : ''}. It is started again in ${restartInMs / 1000} s; no answer is lost.`);
      lastWords = '';
      offered = [];
    },
  };
}

function parse(line: string): GraderLine | undefined {
  try {
    return JSON.parse(line) as GraderLine;
  } catch {
    return undefined;
  }
}
