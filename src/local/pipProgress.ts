import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Turns pip's lines into something to follow. Pip draws no bar where there is no terminal, so while a wheel comes in, its growing
 * file in pip's temporary folder is measured; while wheels are unpacked, the finished packages are counted.
 */
export class PipProgress {
  private download: { file: string; bytes: number } | undefined;
  private installing: string[] = [];
  private text = 'asking the index';

  constructor(
    private readonly temporary: string,
    private readonly sitePackages: () => string | undefined,
  ) {}

  read(line: string): void {
    const collecting = /^Collecting (\S+)/.exec(line);
    const coming = /^\s*(Downloading|Using cached) (\S+?)(?:\.metadata)? \(([\d.]+) ?([kMG]?)B\)/.exec(line);
    const installing = /^Installing collected packages: (.+)/.exec(line);
    if (collecting) {
      this.download = undefined;
      this.text = `looking for ${collecting[1]}`;
    } else if (coming) {
      const file = coming[2]!.split('/').pop()!;
      const bytes = Number(coming[3]) * { '': 1, k: 1e3, M: 1e6, G: 1e9 }[coming[4] as '' | 'k' | 'M' | 'G'];
      this.download = coming[1] === 'Downloading' ? { file, bytes } : undefined;
      this.text = coming[1] === 'Downloading' ? `downloading ${file} (${megabytes(bytes)})` : `${file} (${megabytes(bytes)}) was already downloaded`;
    } else if (installing) {
      this.download = undefined;
      this.installing = installing[1]!.split(', ');
      this.text = `unpacking ${this.installing.length} packages`;
    }
  }

  /** What is going on at this moment, with a percentage where one can be had. */
  describe(): string {
    if (this.download) {
      const here = Math.min(fileSize(this.temporary, this.download.file), this.download.bytes);
      return `${this.text} ${Math.floor((100 * here) / Math.max(this.download.bytes, 1))} %`;
    }
    if (this.installing.length > 0) {
      const done = countInstalled(this.sitePackages(), this.installing);
      const next = this.installing[done];
      return `${this.text}: ${done} of ${this.installing.length}${next ? `, now ${next}` : ''}`;
    }
    return this.text;
  }
}

const megabytes = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function fileSize(folder: string, name: string): number {
  for (const sub of list(folder)) {
    try {
      const found = statSync(join(folder, sub, name), { throwIfNoEntry: false });
      if (found?.isFile()) return found.size;
    } catch {
      // pip keeps files beside its folders (ENOTDIR) and removes both while we look: a progress line may never end a set-up
    }
  }
  return 0;
}

/** Pip unpacks one after the other and writes `<name>-<version>.dist-info/RECORD` last. */
function countInstalled(sitePackages: string | undefined, names: string[]): number {
  if (!sitePackages) return 0;
  const whole = new Set(
    list(sitePackages)
      .filter((entry) => entry.endsWith('.dist-info') && statSync(join(sitePackages, entry, 'RECORD'), { throwIfNoEntry: false }))
      .map((entry) => normal(entry.split('-')[0]!)),
  );
  return names.filter((name) => whole.has(normal(name))).length;
}

const normal = (name: string) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
