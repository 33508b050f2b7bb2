import type { Plugin } from 'esbuild';

export declare const restartPatch: string;
export declare function patchPostgresText(name: string, text: string): string;
export declare function patchPostgres(root?: string): number;
export declare function patchPostgresPlugin(): Plugin;
