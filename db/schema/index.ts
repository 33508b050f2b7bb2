export * from './namespaces.ts';
export * from './tenants.ts';
export * from './submissions.ts';
export * from './regrades.ts';
export * from './jobs.ts';
export * from './operations.ts';
