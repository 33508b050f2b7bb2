import type { Plugin } from 'esbuild';

export declare const restartPatch: string;
export declare const repairs: Record<'connection.js' | 'index.js', { old: string; new: string }[]>;
export declare function patchPostgresText(name: 'connection.js' | 'index.js', text: string): string;
export declare function patchPostgres(root?: string): number;
export declare function patchPostgresPlugin(): Plugin;
