import {
  KubernetesObject,
  checkObjects,
} from '@sandlot/plugin-environments-node';
import { ObjectIdentity, isSameObject } from '../domain/objectIdentity';
import { ProblemsError } from '../service/ProblemsError';

/**
 * What was rendered once is not made again if the rules have become stricter.
 *
 * @param manifests - all of the environment
 * @param chosen - those that are to be made again
 * @throws ProblemsError with a problem for each rule that one of them breaks
 */
export function requireAllowed(
  manifests: KubernetesObject[],
  chosen: ObjectIdentity[],
): void {
  const problems = chosen.flatMap((object, index) =>
    checkObjects(manifests.filter(isSameObject(object)))
      // What an environment must have besides is no fault of this object.
      .filter(({ path }) => path !== '')
      .map(({ path, message, expected }) => ({
        path: `/objects/${index}`,
        message: `${object.kind} ${
          object.name
        } is not made again, as it is no longer allowed: ${path.replace(
          /^\/0/,
          '',
        )}: ${message}. Upgrade the environment to a revision without it`,
        expected,
      })),
  );
  if (problems.length > 0) throw new ProblemsError(problems);
}
