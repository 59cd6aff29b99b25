import { Flex, Text } from '@backstage/ui';
import { LimitUse } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import styles from './LimitBars.module.css';

/** How much of each limit is used; the words say it, the bars only help. */
export function LimitBars(props: { limits: LimitUse[] }) {
  const { limits } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="2">
      <Text as="h4" id="limits" weight="bold">
        {t('create.limits.title')}
      </Text>
      <ul className={styles.limits} aria-labelledby="limits">
        {limits.map(({ scope, title, used, maximum }) => (
          <li key={`${scope} ${title}`}>
            <div className={styles.words}>
              <span>{title}</span>{' '}
              <span>
                {t('create.limits.used', {
                  used: String(used),
                  maximum: String(maximum),
                })}
              </span>
            </div>
            <div className={styles.track} aria-hidden="true">
              <span
                className={used < maximum ? styles.used : styles.full}
                style={{
                  width: `${
                    maximum > 0 ? Math.min(1, used / maximum) * 100 : 100
                  }%`,
                }}
              />
            </div>
          </li>
        ))}
      </ul>
    </Flex>
  );
}
