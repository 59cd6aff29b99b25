import { ConflictError } from '@backstage/errors';

/** There may be no more environments of some kind. Recorded where it is given. */
export class LimitReached extends ConflictError {}
