/**
 * Every error a client can see, each described once. `docs/errors.md` and the page at `/docs/errors` are made from this list
 * (`npm run gen`). A code never changes its meaning; `title` is the public sentence; `cure` says what the caller can do.
 */
export const errorCatalogue = {
  malformed_json: {
    status: 400,
    title: 'The body is not JSON.',
    cure: 'Send one JSON value in UTF-8; `detail` says where reading stopped.',
  },
  invalid_request: {
    status: 400,
    title: 'The path, the query or a header is not what this operation takes.',
    cure: '`errors` names the parameter. An unknown query parameter is refused too, so that a misspelt filter is not silently lost.',
  },
  api_key_missing: {
    status: 401,
    title: 'This operation needs an API key.',
    cure: 'Send `Authorization: Bearer gck_…`.',
  },
  api_key_invalid: {
    status: 401,
    title: 'The API key does not work.',
    cure: 'It may be misspelt or revoked. Make a new one with `npx gradecheck keys create`.',
  },
  scope_missing: {
    status: 403,
    title: 'The API key lacks the scope that this operation needs.',
    cure: '`detail` names the scope. Scopes are fixed when a key is created: create another key.',
  },
  route_not_found: {
    status: 404,
    title: 'There is no such path.',
    cure: 'Every path is listed at `/docs`.',
  },
  question_not_found: {
    status: 404,
    title: 'There is no such question.',
    cure: 'List the questions with `GET /v1/questions`.',
  },
  submission_not_found: {
    status: 404,
    title: 'There is no such submission.',
    cure: 'It may belong to another tenant than the API key does.',
  },
  api_key_not_found: {
    status: 404,
    title: 'There is no such API key.',
    cure: 'Give the id (`key_…`), not the secret.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path does not have this method.',
    cure: 'The `Allow` header lists those that it has.',
  },
  submission_already_final: {
    status: 409,
    title: 'The submission is already final.',
    cure: 'Only a queued or running submission can be cancelled.',
  },
  submission_not_graded: {
    status: 409,
    title: 'The submission has no verdict that could be compared with another one.',
    cure: 'Only a graded code answer can be graded again on another device: wait for its verdict. Quiz answers and prechecks have none to compare.',
  },
  device_already_graded: {
    status: 409,
    title: 'The verdict comes from this device already.',
    cure: 'Name another device; `device.type` of the submission is the one that graded it.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large.',
    cure: 'A request body may have 1 MiB.',
  },
  media_type_unsupported: {
    status: 415,
    title: 'The body has a type that this operation does not read.',
    cure: 'Send `Content-Type: application/json`, in UTF-8 and without content encoding.',
  },
  invalid_body: {
    status: 422,
    title: 'The body is not what this operation takes.',
    cure: '`errors` points at what does not fit, with a JSON pointer.',
  },
  answer_kind_mismatch: {
    status: 422,
    title: 'The answer is of another kind than the question.',
    cure: 'Use the shape for the question’s `kind`.',
  },
  answer_unfit: {
    status: 422,
    title: 'The answer does not fit the question.',
    cure: 'Name only choices, entries and blanks that the question has; `errors` points at the others. Nothing was graded.',
  },
  runtime_not_offered: {
    status: 422,
    title: 'The question cannot be answered in this runtime.',
    cure: 'The question’s `runtimes` lists those that it offers.',
  },
  device_not_offered: {
    status: 422,
    title: 'The runtime of this answer cannot use this device.',
    cure: '`errors` names those that it can use.',
  },
  mode_not_offered: {
    status: 422,
    title: 'The question does not have this mode.',
    cure: 'Quiz questions have no public cases, so they cannot be prechecked: use `grade`.',
  },
  answer_files_invalid: {
    status: 422,
    title: 'The files of the answer cannot be stored as they are.',
    cure: 'Each file may have 256 KiB, no path may come twice or also be a folder, and the main file (`solution.py`, in TensorFlow.js `solution.ts` or `solution.js`) must be among them.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used with another body.',
    cure: 'Make a new key for each new request; repeat one only with the same bytes.',
  },
  internal_error: {
    status: 500,
    title: 'Something broke on our side.',
    cure: 'Try again. If it stays, report the `request_id`.',
  },
  response_invalid: {
    status: 500,
    title: 'Our answer would have violated the contract, so it was withheld.',
    cure: 'This is a defect of ours. Report the `request_id`.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database does not answer.',
    cure: 'Try again after `Retry-After` seconds, with the same `Idempotency-Key` where one was sent.',
  },
  not_ready: {
    status: 503,
    title: 'The service is not ready.',
    cure: '`errors` says what is missing; where the settings are wrong, only the log of the service does. Operators: mend what it names.',
  },
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
