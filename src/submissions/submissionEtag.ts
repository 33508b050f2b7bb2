import type { SubmissionRow } from '../../db/rows.ts';

/** The version grows with every change that a client can see, so id, version and language name the bytes. `2` is the layout of the view. */
export const submissionEtag = ({ id, version }: SubmissionRow, lang: string): string => `"${id}-${version}-${lang}-2"`;
