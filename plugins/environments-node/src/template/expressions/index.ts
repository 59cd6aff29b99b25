export { Expressions } from './Expressions';
export type { ExpressionContext } from './Expressions';
export { hasExpression } from './segments';
