import { Text } from '@backstage/ui';
import { Sentence } from '../../../components/Sentence';
import { shortDigest } from '../../../format/digest';
import { useTranslation } from '../../../hooks/useTranslation';
import { ComparisonView } from '../../revisions/ComparisonView';
import { GoodCheck } from '../useWorkbenchCheck';

/** What is different from what is published. */
export function ChangesPart(props: { good: GoodCheck }) {
  const { comparison } = props.good;
  const t = useTranslation();
  return comparison ? (
    <>
      <Text as="p" color="secondary">
        {t('workbench.changes.since', {
          revision: shortDigest(comparison.from),
        })}
      </Text>
      <ComparisonView comparison={comparison} />
    </>
  ) : (
    <Sentence>{t('workbench.changes.new')}</Sentence>
  );
}
