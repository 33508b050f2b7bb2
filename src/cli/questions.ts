import { type Api, ask, connect, type ConnectionOptions, type Question, type QuestionSummary } from './apiClient.ts';
import { paintFor, printable, renderTable, widthOf } from './output.ts';

export interface ListOptions extends ConnectionOptions {
  topic?: string;
  kind?: string;
  runtime?: string;
  json?: boolean;
}

/** `gradecheck questions list` */
export async function listQuestions(options: ListOptions): Promise<number> {
  const api = connect(options);
  const questions = await readAll(api, options);
  if (options.json) {
    console.log(JSON.stringify(questions, null, 2));
  } else if (questions.length === 0) {
    console.log('No question fits.');
  } else {
    const columns = [{ head: 'id' }, { head: 'kind' }, { head: 'title', grows: true }, { head: 'runtimes' }, { head: 'difficulty', align: 'right' as const }];
    const rows = questions.map((question) => [question.id, question.kind, question.title, question.runtimes.join(', '), String(question.difficulty)]);
    console.log(renderTable(columns, rows, widthOf(process.stdout)));
  }
  return 0;
}

async function readAll(api: Api, options: ListOptions): Promise<QuestionSummary[]> {
  const found: QuestionSummary[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { topic: options.topic, kind: options.kind as QuestionSummary['kind'] | undefined, runtime: options.runtime, lang: api.lang, cursor, limit: 100 };
    const page = await ask(api, api.client.GET('/v1/questions', { params: { query } }));
    found.push(...page.data);
    if (!page.next_cursor) return found;
    cursor = page.next_cursor;
  }
}

/** `gradecheck questions show <id>`: what a candidate may know before answering. */
export async function showQuestion(id: string, options: ConnectionOptions & { json?: boolean; variant?: string }): Promise<number> {
  const api = connect(options);
  const question = await ask(api, api.client.GET('/v1/questions/{question_id}', { params: { path: { question_id: id }, query: { lang: api.lang, variant: options.variant } } }));
  console.log(options.json ? JSON.stringify(question, null, 2) : describe(question));
  return 0;
}

function describe(question: Question): string {
  const paint = paintFor(process.stdout);
  const parts = [
    `${paint.bold(question.title)}  ${paint.dim(`${question.id} · ${question.kind} · difficulty ${question.difficulty} · ${question.minutes} min${question.variant === null ? '' : ` · variant ${printable(question.variant)}`}`)}`,
    printable(question.statement.trim()),
    ...kindDetails(question, paint),
  ];
  return parts.join('\n\n');
}

/** What tells the variant apart when the answer is handed in. */
const variantOption = ({ variant }: Question): string => (variant === null || variant === '1' ? '' : ` --variant ${/^[\w.@-]+$/.test(variant) ? variant : `'${variant.replaceAll("'", "'\\''")}'`}`);

function kindDetails(question: Question, paint: ReturnType<typeof paintFor>): string[] {
  const options = (entries: { id: string; text: string }[]) => entries.map((entry) => `  ${paint.bold(entry.id)}  ${printable(entry.text)}`).join('\n');
  switch (question.kind) {
    case 'code':
      return [
        ...question.entries.map((entry) => `${paint.bold(entry.runtime)}\n${entry.starter.map((file) => printable(file.content.trimEnd())).join('\n\n')}`),
        `Limits: ${Object.entries(question.limits).map(([name, value]) => `${name} ${value}`).join(', ')}`,
        `Public cases: ${question.public_cases.map((one) => one.name).join(', ')}`,
        `Hand in: npx gradecheck submit ${question.id} solution.py --runtime ${question.runtimes[0]} --watch`,
      ];
    case 'single_choice':
    case 'multiple_choice':
      return [options(question.choices), `Hand in: npx gradecheck submit ${question.id}${variantOption(question)} --answer ${question.kind === 'single_choice' ? 'a' : 'a,b'}`];
    case 'numeric':
      return [`Hand in: npx gradecheck submit ${question.id}${variantOption(question)} --answer 3.5${question.unit ? `   (in ${question.unit})` : ''}`];
    case 'ordering':
      return [options(question.entries), `Hand in: npx gradecheck submit ${question.id}${variantOption(question)} --answer ${question.entries.map((entry) => entry.id).join(',')}`];
    case 'matching':
      return [options(question.left), options(question.right), `Hand in: npx gradecheck submit ${question.id}${variantOption(question)} --answer ${question.left[0]!.id}=${question.right[0]!.id},…`];
    case 'cloze':
      return [
        printable(question.text),
        ...question.blanks.map((blank) => `  ${paint.bold(blank.id)}  ${blank.options ? blank.options.join(' | ') : 'free text'}`),
        `Hand in: npx gradecheck submit ${question.id}${variantOption(question)} --answer ${question.blanks[0]!.id}=…`,
      ];
    case 'short_text':
      return [`Hand in: npx gradecheck submit ${question.id}${variantOption(question)} --answer "your text"`];
  }
}
