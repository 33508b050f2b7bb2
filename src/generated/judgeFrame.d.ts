// Made from src/protocol/judgeFrames.yaml and openapi.yaml by `npm run gen`. Do not edit.
import type { Validator } from '../http/operationSpec.ts';

export declare const judgeFrame: Validator;
