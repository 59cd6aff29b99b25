export { Expressions } from './Expressions';
export type { ExpressionContext, ExpressionScope } from './roots';
export { hasExpression } from './segments';
