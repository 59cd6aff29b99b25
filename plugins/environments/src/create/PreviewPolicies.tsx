import { Flex, Text } from '@backstage/ui';
import { Preview } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { PolicyList } from '../policies/PolicyList';
import { RequirementList } from '../policies/RequirementList';

/** Who must agree before it is made, and what else which rules say. */
export function PreviewPolicies(props: { preview: Preview }) {
  const { policies, approvals } = props.preview;
  const t = useTranslation();
  // Those that are told with who must agree are not told twice.
  const others = policies.filter(
    ({ name, source }) =>
      !approvals.some(
        approval => approval.policy === name && approval.source === source,
      ),
  );
  return (
    <>
      {approvals.length > 0 && (
        <Flex direction="column" gap="2">
          <Text as="h4" weight="bold">
            {t('policies.needed.title')}
          </Text>
          <RequirementList requirements={approvals} />
        </Flex>
      )}
      {others.length > 0 && (
        <Flex direction="column" gap="2">
          <Text as="h4" weight="bold">
            {t('policies.asked.title')}
          </Text>
          <PolicyList
            label={t('policies.asked.title')}
            policies={others}
            none={t(
              approvals.length > 0
                ? 'policies.asked.noOther'
                : 'policies.asked.none',
            )}
          />
        </Flex>
      )}
    </>
  );
}
