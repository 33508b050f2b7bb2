import { type AnyNode, parse } from 'acorn';
import { transform } from 'sucrase';

/** The message names the file, the line and the built-in. */
export class ForbiddenBuiltin extends Error {
  override name = 'ForbiddenBuiltin';
}

type Path = string[];
type Found = { line: number; name: string };

/**
 * Early feedback, before anything of the answer runs: throws `ForbiddenBuiltin` for the first use of a forbidden name, such as
 * `tf.softmax`. It speaks only where the text leaves no doubt; a name that the file also binds to something else, an unused
 * import, a method of an object of unknown type pass here, and are seen when the answer is watched.
 */
export function inspectSources(files: Map<string, string>, forbidden: string[]): void {
  for (const [path, source] of files) {
    const found = /\.[cm]?[jt]s$/.test(path) ? findForbidden(path, source, forbidden) : undefined;
    if (found) throw new ForbiddenBuiltin(`${path}, line ${found.line}: ${found.name} may not be used here`);
  }
}

export function findForbidden(path: string, source: string, forbidden: string[]): Found | undefined {
  let program: AnyNode;
  try {
    // Types go, lines stay. What does not parse has no use: the import will say what is wrong with it.
    const { code } = transform(source, { transforms: /\.[cm]?ts$/.test(path) ? ['typescript'] : [], disableESTransforms: true, keepUnusedImports: true });
    program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowReturnOutsideFunction: true });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
  const scan = new Scan(forbidden.map((name) => name.split('.')));
  scan.learn(program);
  const uses: Found[] = [];
  scan.visit(program, uses);
  return uses.sort((a, b) => a.line - b.line)[0];
}

const frameworkNames = /^@tensorflow\/tfjs/;

class Scan {
  private readonly aliases = new Map<string, Path>();
  /** Names that some scope of the file binds to anything else: which one a line means is not asked here. */
  private readonly own = new Set<string>();

  constructor(private readonly forbidden: Path[]) {}

  learn(program: AnyNode): void {
    const assigned: [AnyNode, AnyNode][] = [];
    for (const node of everyNode(program)) {
      if (node.type === 'ImportDeclaration') this.learnImport(node);
      else if (node.type === 'VariableDeclarator' && node.init) assigned.push([node.id, node.init]);
      else if (node.type === 'VariableDeclarator') this.bindOwn(node.id);
      else if (node.type === 'AssignmentExpression') this.bindOwn(node.left);
      else if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') {
        if (node.id) this.own.add(node.id.name);
        node.params.forEach((one) => this.bindOwn(one));
      } else if ((node.type === 'ClassDeclaration' || node.type === 'ClassExpression') && node.id) this.own.add(node.id.name);
      else if (node.type === 'CatchClause' && node.param) this.bindOwn(node.param);
      else if ((node.type === 'ForOfStatement' || node.type === 'ForInStatement') && node.left.type !== 'VariableDeclaration') this.bindOwn(node.left);
    }
    let waiting = assigned;
    for (let round = 0; round < 8 && waiting.length > 0; round++) {
      const known = waiting.filter(([, value]) => this.pathOf(value) !== undefined);
      waiting = waiting.filter(([, value]) => this.pathOf(value) === undefined);
      for (const [target, value] of known) this.bind(target, this.pathOf(value)!);
      if (known.length === 0) break;
    }
    for (const [target] of waiting) this.bindOwn(target);
  }

  private learnImport(node: Extract<AnyNode, { type: 'ImportDeclaration' }>): void {
    for (const one of node.specifiers) {
      if (!frameworkNames.test(String(node.source.value))) this.own.add(one.local.name);
      else if (one.type !== 'ImportSpecifier') this.bindName(one.local.name, ['tf']);
      else this.bindName(one.local.name, ['tf', one.imported.type === 'Identifier' ? one.imported.name : String(one.imported.value)]);
    }
  }

  private bind(target: AnyNode, path: Path): void {
    if (target.type === 'Identifier') this.bindName(target.name, path);
    else if (target.type === 'ObjectPattern') {
      for (const one of target.properties) {
        const key = one.type === 'Property' ? keyOf(one.key, one.computed) : undefined;
        if (one.type === 'Property' && key !== undefined) this.bind(one.value, [...path, key]);
        else this.bindOwn(one);
      }
    } else this.bindOwn(target);
  }

  private bindName(name: string, path: Path): void {
    const known = this.aliases.get(name);
    if (known && known.join('.') !== path.join('.')) this.own.add(name);
    this.aliases.set(name, path);
  }

  private bindOwn(pattern: AnyNode): void {
    if (pattern.type === 'MemberExpression') return;
    for (const node of everyNode(pattern)) if (node.type === 'Identifier') this.own.add(node.name);
  }

  private pathOf(node: AnyNode): Path | undefined {
    if (node.type === 'Identifier') return this.own.has(node.name) ? undefined : this.aliases.get(node.name);
    if (node.type === 'ChainExpression' || node.type === 'AwaitExpression') return this.pathOf(node.type === 'ChainExpression' ? node.expression : node.argument);
    if (node.type === 'MemberExpression') {
      const base = this.pathOf(node.object);
      const key = keyOf(node.property, node.computed);
      return base && key !== undefined ? [...base, key] : undefined;
    }
    const isRequire = node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require' && !this.own.has('require');
    const wanted = node.type === 'ImportExpression' ? node.source : isRequire ? node.arguments[0] : undefined;
    return wanted && frameworkNames.test(textOf(wanted) ?? '') ? ['tf'] : undefined;
  }

  /** Each use below `node`: references and member expressions, but no declarations, keys and imports. */
  visit(node: AnyNode, uses: Found[]): void {
    if (node.type === 'ImportDeclaration') return;
    const path = node.type === 'Identifier' || node.type === 'MemberExpression' ? this.pathOf(node) : undefined;
    const name = path && this.forbidden.find((one) => one.every((part, index) => path[index] === part));
    if (name) uses.push({ line: node.loc!.start.line, name: name.join('.') });
    // Taking a function out of the library by a pattern is no use of it yet, as with an import.
    const children = node.type === 'VariableDeclarator' ? (node.init ? [node.init] : []) : childrenOf(node);
    for (const child of children) if (!isNoReference(node, child)) this.visit(child, uses);
  }
}

/** Names that stand for themselves: keys and labels. */
function isNoReference(parent: AnyNode, child: AnyNode): boolean {
  if (child.type !== 'Identifier') return false;
  if (parent.type === 'MemberExpression') return child === parent.property && !parent.computed;
  if (parent.type === 'Property' || parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') return child === parent.key && !parent.computed && child !== parent.value;
  if (parent.type === 'ExportSpecifier') return child !== parent.local;
  return parent.type === 'LabeledStatement' || parent.type === 'BreakStatement' || parent.type === 'ContinueStatement';
}

function keyOf(node: AnyNode, computed: boolean): string | undefined {
  return !computed && node.type === 'Identifier' ? node.name : textOf(node);
}

/** A constant string, also when it is glued together from constants. */
function textOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function* everyNode(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const child of childrenOf(node)) yield* everyNode(child);
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node as unknown as Record<string, unknown>)
    .flat()
    .filter((one): one is AnyNode => typeof one === 'object' && one !== null && typeof (one as { type?: unknown }).type === 'string');
}
