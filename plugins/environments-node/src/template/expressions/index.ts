export { Expressions } from './Expressions';
export type { ExpressionContext, ExpressionScope, PolicyEntity } from './roots';
export { hasExpression } from './segments';
