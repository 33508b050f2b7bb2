import { getTableColumns } from 'drizzle-orm';
import { submissions } from '../schema/index.ts';

const { evidence: _secret, ...columns } = getTableColumns(submissions);

/** The columns of a `SubmissionRow`: all but the evidence. */
export const submissionColumns = columns;
