import ts from 'typescript';

/** A part of the source text and what stands there instead. */
export interface Edit {
  operator: string;
  start: number;
  end: number;
  text: string;
}

type Operator = (node: ts.Node, source: ts.SourceFile) => Omit<Edit, 'operator'>[];

const otherSign = new Map<string, string[]>(
  Object.entries({ '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['/'], '+=': ['-='], '-=': ['+='], '*=': ['/='], '/=': ['*='], '<': ['<=', '>'], '<=': ['<', '>'], '>': ['>=', '<'], '>=': ['>', '<'], '===': ['!=='], '!==': ['==='], '&&': ['||'], '||': ['&&'] }),
);
/** Tensors are added and compared by methods, so a changed name is a changed operation. */
const otherName = new Map<string, string>(
  Object.entries({ add: 'sub', sub: 'add', mul: 'div', div: 'mul', sum: 'mean', mean: 'sum', max: 'min', min: 'max', maximum: 'minimum', minimum: 'maximum', argMax: 'argMin', argMin: 'argMax', zeros: 'ones', ones: 'zeros', zerosLike: 'onesLike', onesLike: 'zerosLike', floor: 'ceil', ceil: 'floor', sqrt: 'square', rsqrt: 'sqrt', greater: 'greaterEqual', greaterEqual: 'greater', less: 'lessEqual', lessEqual: 'less', equal: 'notEqual', log1p: 'log', expm1: 'exp', stack: 'concat', push: 'unshift' }),
);
const forgettable = new Set('abs cast ceil clipByValue clone exp expandDims flatten floor log neg relu reverse round sigmoid slice sort sqrt square squeeze transpose'.split(' '));
const symmetric = new Set(['maximum', 'minimum', 'max', 'min', 'add', 'mul', 'equal', 'notEqual']);

const at = (node: ts.Node, source: ts.SourceFile, text: string) => ({ start: node.getStart(source), end: node.end, text });

const operators: Record<string, Operator> = {
  /** + becomes -, < becomes <=, && becomes ||. */
  other_sign: (node, source) =>
    ts.isBinaryExpression(node) && !buildsText(node) ? (otherSign.get(node.operatorToken.getText(source)) ?? []).map((text) => at(node.operatorToken, source, text)) : [],
  dropped_term: (node, source) =>
    ts.isBinaryExpression(node) && ['+', '-', '*', '/', '&&', '||'].includes(node.operatorToken.getText(source)) && !buildsText(node)
      ? [at(node, source, node.left.getText(source)), ...(node.operatorToken.getText(source) === '-' ? [] : [at(node, source, node.right.getText(source))])]
      : [],
  lost_sign: (node, source) => (ts.isPrefixUnaryExpression(node) && [ts.SyntaxKind.MinusToken, ts.SyntaxKind.ExclamationToken].includes(node.operator) ? [at(node, source, node.operand.getText(source))] : []),
  off_by_one: (node, source) =>
    ts.isNumericLiteral(node) ? (Number.isInteger(Number(node.text)) ? [at(node, source, String(Number(node.text) + 1)), at(node, source, String(Number(node.text) - 1))] : [at(node, source, String(Number(node.text) * 2)), at(node, source, '0')]) : [],
  flag: (node, source) => (node.kind === ts.SyntaxKind.TrueKeyword ? [at(node, source, 'false')] : node.kind === ts.SyntaxKind.FalseKeyword ? [at(node, source, 'true')] : []),
  swapped_arguments: (node, source) => {
    const values = ts.isCallExpression(node) && !symmetric.has(calledName(node)) ? node.arguments : ts.isArrayLiteralExpression(node) ? node.elements : [];
    return values.slice(1).flatMap((right, index) => {
      const left = values[index]!;
      const [a, b] = [left.getText(source), right.getText(source)];
      return a === b ? [] : [{ start: left.getStart(source), end: right.end, text: `${b}${source.text.slice(left.end, right.getStart(source))}${a}` }];
    });
  },
  dropped_argument: (node) => {
    if (!ts.isCallExpression(node) || node.arguments.length < 2) return [];
    const [last, before] = [node.arguments.at(-1)!, node.arguments.at(-2)!];
    return [{ start: before.end, end: last.end, text: '' }];
  },
  other_function: (node, source) => {
    const name = ts.isCallExpression(node) ? nameNode(node) : undefined;
    const other = name && otherName.get(name.text);
    return other === undefined ? [] : [at(name!, source, other)];
  },
  forgotten_call: (node, source) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || !forgettable.has(node.expression.name.text)) return [];
    const holder = node.expression.expression;
    const kept = ts.isIdentifier(holder) && ['tf', 'Math'].includes(holder.text) ? node.arguments[0] : holder;
    return kept === undefined ? [] : [at(node, source, kept.getText(source))];
  },
  lower_dtype: (node, source) => (ts.isStringLiteral(node) && ['float32', 'int32', 'bool'].includes(node.text) ? [at(node, source, node.text === 'float32' ? "'int32'" : "'float32'")] : []),
  one_branch: (node, source) => {
    const condition = ts.isIfStatement(node) ? node.expression : ts.isConditionalExpression(node) ? node.condition : undefined;
    return condition === undefined ? [] : [at(condition, source, 'true'), at(condition, source, 'false')];
  },
  removed_statement: (node, source) => (ts.isExpressionStatement(node) ? [at(node, source, ';')] : []),
  other_refusal: (node, source) => (ts.isNewExpression(node) && ts.isThrowStatement(node.parent) ? [at(node.expression, source, node.expression.getText(source) === 'EvalError' ? 'URIError' : 'EvalError')] : []),
};

/** Every edit that an operator makes anywhere, without what cannot change a grade: types, imports, what a message says. */
export function editsOf(source: ts.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    for (const [operator, apply] of Object.entries(operators)) for (const edit of apply(node, source)) edits.push({ operator, ...edit });
    if (ts.isThrowStatement(node)) node.forEachChild((child) => (operators.other_refusal!(child, source).forEach((edit) => edits.push({ operator: 'other_refusal', ...edit })), undefined));
    else node.forEachChild(visit);
  };
  visit(source);
  return edits;
}

const buildsText = (node: ts.BinaryExpression): boolean => [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));

function nameNode(node: ts.CallExpression): ts.Identifier | undefined {
  if (ts.isPropertyAccessExpression(node.expression) && ts.isIdentifier(node.expression.name)) return node.expression.name;
  return ts.isIdentifier(node.expression) ? node.expression : undefined;
}

const calledName = (node: ts.CallExpression): string => nameNode(node)?.text ?? '';
