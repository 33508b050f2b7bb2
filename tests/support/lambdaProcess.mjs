// A Lambda instance: a process that was given the bundle and is handed one event after another.
//   node tests/support/lambdaProcess.mjs dist/lambda.mjs      (over IPC)
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(process.argv[2]).href);

process.on('message', ({ id, event }) => {
  handler(event, { awsRequestId: String(id), callbackWaitsForEmptyEventLoop: false }).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, error: String(error?.stack ?? error) }),
  );
});
process.send('ready');
