/** What ajv leaves on a compiled validator after a failure. */
export interface SchemaFault {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}

/** A compiled validator: true when the value fits, else `errors` says why. It may fill in defaults. */
export interface Validator {
  (value: unknown): boolean;
  errors?: SchemaFault[] | null;
}

export interface ParameterSpec {
  name: string;
  /** Type in the contract; text from the wire is turned into it before validation. */
  type: string;
}

export interface ResponseSpec {
  mediaType: string | null;
  /** Null for answers that are not JSON. */
  check: Validator | null;
}

/** One row of the generated table: all that the mount glue knows of an operation. */
export interface OperationSpec {
  id: string;
  method: string;
  /** OpenAPI template, `/v1/questions/{question_id}`. */
  path: string;
  scope: string | null;
  pathParameters: ParameterSpec[];
  queryParameters: ParameterSpec[];
  headerParameters: ParameterSpec[];
  checkParameters: Validator;
  checkBody: Validator | null;
  responses: Record<number, ResponseSpec>;
}
