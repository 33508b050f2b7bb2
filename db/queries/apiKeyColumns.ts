import { getTableColumns } from 'drizzle-orm';
import { apiKeys } from '../schema/index.ts';

const { secretHash: _secret, ...columns } = getTableColumns(apiKeys);

/** The columns of an `ApiKeyRow`: all but the hash. */
export const apiKeyColumns = columns;
