import { Flex, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import { useDocumentTitle } from '../hooks/useDocumentTitle';
import styles from './PlaceHead.module.css';

/** The head of a page of one thing: its name, what one can do, the facts. */
export function PlaceHead(props: {
  title: string;
  actions?: ReactNode;
  /** What is undefined is left out. */
  facts: [string, ReactNode | undefined][];
}) {
  useDocumentTitle(props.title);
  return (
    <Flex direction="column" gap="3">
      <div className={styles.title}>
        <Text
          as="h1"
          variant="title-small"
          weight="bold"
          className={styles.name}
        >
          {props.title}
        </Text>
        {props.actions && (
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {props.actions}
          </Flex>
        )}
      </div>
      <dl className={styles.facts}>
        {props.facts
          .filter(([, value]) => value !== undefined)
          .map(([label, value]) => (
            <div key={label} className={styles.fact}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Flex>
  );
}
