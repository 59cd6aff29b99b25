import { Preview } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { usePolicyText } from '../policies/usePolicyText';

/** The add-ons that policies switch on, each with the policies' own messages. */
export function useForcedAddOns(
  preview: Pick<Preview, 'policies' | 'forcedAddOns'> | undefined,
): ReadonlyMap<string, string> {
  const t = useTranslation();
  const { whose } = usePolicyText();
  const { policies = [], forcedAddOns = [] } = preview ?? {};
  return new Map(
    forcedAddOns.map(name => [
      name,
      policies
        .filter(({ applied, addOn }) => applied && addOn === name)
        .map(policy =>
          t('policies.forced', {
            message: policy.message.replace(/\.$/, ''),
            whose: whose(policy),
          }),
        )
        .join(' '),
    ]),
  );
}
