export type Scope = 'read' | 'submit' | 'admin';

/** Who is asking: what the rest of the service needs to know of an API key. */
export interface Caller {
  tenantId: string;
  keyId: string;
  scopes: ReadonlySet<Scope>;
}
