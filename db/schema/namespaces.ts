import { pgSchema } from 'drizzle-orm/pg-core';

/** Everything the API owns. */
export const gradecheck = pgSchema('gradecheck');

/** The work queue: its functions are all that a grading machine may reach. */
export const wq = pgSchema('wq');
