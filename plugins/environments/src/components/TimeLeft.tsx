import { Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { leaseStanding } from '../format/lease';
import { formatUtc, roundSpan } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import { StatusMark } from './StatusMark';

/** How long the environment still lives, marked when that is not long. */
export function TimeLeft(props: {
  environment: Environment;
  /** Where one sees more of it. */
  href?: string;
  /** What stands there for one without an end; nothing unless told. */
  endless?: string;
}) {
  const { environment, href, endless } = props;
  const t = useTranslation();
  const now = new Date();
  const standing = leaseStanding(environment, now);

  if (standing.kind === 'over') {
    return null;
  }
  if (standing.kind === 'endless') {
    return <>{endless}</>;
  }
  if (standing.kind === 'held') {
    return <>{t('lifecycle.left.held')}</>;
  }
  const { endsAt } = standing;
  const { unit, count } = roundSpan(Date.parse(endsAt) - now.getTime());
  const isExpired = standing.kind === 'expired';
  const words = t(
    isExpired ? `lifecycle.left.expired.${unit}` : `lifecycle.left.${unit}`,
    { count },
  );
  const mark = (
    <span title={formatUtc(endsAt)}>
      {isExpired || standing.isSoon ? (
        <StatusMark tone="warning">{words}</StatusMark>
      ) : (
        words
      )}
    </span>
  );
  return href ? <Link href={href}>{mark}</Link> : mark;
}
