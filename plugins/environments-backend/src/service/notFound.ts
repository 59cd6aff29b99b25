import { NotFoundError } from '@backstage/errors';

// "Absent" and "forbidden" answer alike: both are said with these.

export function notFound(id: string): NotFoundError {
  return new NotFoundError(`There is no environment ${id} that you may see`);
}

export function noOperation(id: string): NotFoundError {
  return new NotFoundError(`There is no operation ${id} that you may see`);
}

export function noTemplate(ref: string): NotFoundError {
  return new NotFoundError(`There is no template ${ref} that you may use`);
}
