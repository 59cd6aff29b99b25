/** Whether PostgreSQL refused a row since another one has what this constraint allows once. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: violated } = error as {
    code?: string;
    constraint?: string;
  };
  return code === '23505' && violated === constraint;
}
