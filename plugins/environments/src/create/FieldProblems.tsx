import { Flex } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './FieldProblems.module.css';

/** The id of the problems of a field, for its `aria-describedby`. */
export function problemsId(fieldId: string): string {
  return `${fieldId}-problems`;
}

/** A field with what is wrong with it below. */
export function FieldProblems(props: {
  id: string;
  problems: string[] | undefined;
  children: ReactNode;
}) {
  const { id, problems, children } = props;
  return (
    <Flex direction="column" gap="1">
      {children}
      <div id={problemsId(id)} aria-live="polite">
        {problems?.map(problem => (
          <p key={problem} className={styles.problem}>
            {problem}
          </p>
        ))}
      </div>
    </Flex>
  );
}
