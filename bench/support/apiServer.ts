/** The API alone, against a database that is there. Bundled by startApi.ts; argv: port. DATABASE_URL says where. */
import { startNodeServer } from '../../src/entry/node.ts';

await startNodeServer({ env: { ...process.env, LOG_LEVEL: 'warn' }, port: Number(process.argv[2]) });
