/** Who may import what. Each rule carries its reason; ARCHITECTURE.md tells the same in prose. */
const only = (name, reason, from, allowed, extra = {}) => ({
  name,
  comment: reason,
  severity: 'error',
  from: { path: from, pathNot: ['\\.test\\.ts$'], ...extra },
  to: { pathNot: allowed, dependencyTypesNot: ['core'] },
});

const deny = (name, reason, from, to) => ({
  name,
  comment: reason,
  severity: 'error',
  from: { path: from, pathNot: ['\\.test\\.ts$'] },
  to,
});

const domain = '^src/(submissions|questions|tenants|operations)/';
const nodeOnly = { dependencyTypes: ['core'] };

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle means that two files are one idea, or that a name is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('protocol-is-a-leaf', 'Everybody shares it, so it may depend on nobody.', '^src/protocol/', ['^src/protocol/']),
    only('lib-stays-small', 'Ids, clock, logger and retry know no domain word.', '^src/(lib|errors)/', ['^src/(lib|errors|protocol)/', 'node_modules/pino/']),
    deny('db-knows-no-http', 'Rows and statements must serve the API and the workers alike.', '^db/', { path: '^src/(?!protocol|lib)|node_modules/(hono|@hono)/' }),
    deny('domain-knows-no-http', 'A verb that sees a request cannot be called by a worker or a test.', domain, {
      path: '^src/(http|routes|entry|local|cli)/|node_modules/(hono|@hono)/',
    }),
    deny('domain-runs-anywhere', 'The same verbs run on Node, Lambda and Workers.', domain, nodeOnly),
    deny('http-knows-no-domain', 'Middleware serves every route; a domain word in it serves one.', '^src/http/', {
      path: `^db/|${domain}|^src/(routes|entry|local|cli)/`,
    }),
    deny('routes-are-thin', 'A route translates; SQL and other routes are behind verbs.', '^src/routes/', { path: '^db/|^src/(entry|local|cli)/' }),
    deny('api-runs-anywhere', 'Only entry files and the one-command mode may know Node.', '^src/(http|routes|app\\.ts|services\\.ts)', nodeOnly),
    deny('entries-stand-alone', 'Each entry is one runtime; sharing goes through app.ts.', '^src/entry/(lambda|cloudflare)\\.ts', { path: '^src/(entry|local|cli)/' }),
    deny('workers-know-no-http', 'A grader that could serve requests could be asked to.', '^workers/', {
      path: '^src/(http|routes|entry|app|services|cli)|node_modules/(hono|@hono)/',
    }),
    deny('no-tensors-in-the-grader', 'Frameworks live in zygotes; candidate code never meets the queue.', '^workers/(grader|outbox)/', { path: 'node_modules/@tensorflow/|^questions/' }),
    deny('nobody-imports-tests', 'Tests, benches and scripts are ends, not libraries.', '^(src|db|workers)/', { path: '^(tests|bench|scripts|infra)/' }),
    deny('no-undeclared-packages', 'What package.json does not name is there by accident.', '^(src|db|workers)/', {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
      // Bundled by set-up from a folder of its own, where somebody wants it (src/local/ensureWebgpu.ts).
      pathNot: ['^@tensorflow/tfjs-backend-webgpu$'],
    }),
    deny('no-dev-packages-in-the-product', 'A production install has no devDependencies.', '^(src|db|workers)/', {
      dependencyTypes: ['npm-dev'],
      pathNot: ['node_modules/@types/', 'node_modules/openapi-typescript'],
    }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Hostile answers import what they find in a cell.
    exclude: { path: ['^dist/', '\\.gradecheck', '^workers/hostile/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
