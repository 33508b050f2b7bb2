import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { root } from '../support/product.ts';

/** Every start of a function reads the catalogue, and a Worker's bundle has an end. Beyond this it must come from storage instead. */
const bytesMax = 1_500_000;

it('the catalogue takes less than 1.5 MB of the bundle', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/questions/openCatalogue.ts'],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    outfile: 'catalogue.mjs',
    logLevel: 'error',
  });
  const { inputs } = metafile.outputs['catalogue.mjs']!;
  const sizes = Object.entries(inputs).filter(([path]) => path.endsWith('.json')).map(([, { bytesInOutput }]) => bytesInOutput);
  expect(sizes).toHaveLength(4);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(bytesMax);
});
