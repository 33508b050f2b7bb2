// The bank in a browser, while it is being written:  node --import tsx scripts/preview/main.ts [--port N] [id]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPreview } from './previewServer.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string', default: '0' } } });
const preview = await startPreview({ root: join(import.meta.dirname, '../../questions'), port: Number(values.port) });
const [id] = positionals;
const path = id === undefined ? '/' : preview.pages.pathOf(id);
if (path === null) console.error(`No question that can be read has the id ${id}; the list says what is wrong.`);
console.log(`${preview.url}${path ?? '/'}   (pages reload when a file changes; Ctrl-C ends it)`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void preview.close());
