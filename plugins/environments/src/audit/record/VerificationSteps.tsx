import { Alert, Flex } from '@backstage/ui';
import { ProofError } from '@sandlot/plugin-environments-common';
import { ErrorNotice } from '../../components/ErrorNotice';
import { StatusMark, Tone } from '../../components/StatusMark';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './Trail.module.css';
import { Verification } from './useVerification';
import { Check } from './verifyRecord';

/** Each sentence has some of them, which only the verification knows. */
const NO_VALUES = {
  bytes: '',
  index: '',
  names: '',
  number: '',
  origin: '',
  places: '',
  problem: '',
  size: '',
};

const TONES: Record<Check['state'], Tone> = {
  passed: 'success',
  failed: 'danger',
  unsure: 'neutral',
};

/** What was looked at so far, what came of it, and in the end what that means. */
export function VerificationSteps(props: { verification: Verification }) {
  const { state, checks, error } = props.verification;
  const t = useTranslation();
  if (state === 'idle') {
    return null;
  }
  const hasFailed = checks.some(check => check.state === 'failed');
  const isWitnessed = checks.some(
    check => check.name === 'witness' && check.state === 'passed',
  );

  return (
    <Flex direction="column" gap="2" aria-live="polite">
      <ol className={styles.trail} aria-label={t('audit.proof.steps')}>
        {checks.map(({ name, state: result, values }) => (
          <li key={name} className={styles.check}>
            <StatusMark tone={TONES[result]}>
              {t(`audit.proof.result.${result}`)}
            </StatusMark>{' '}
            <span>
              {result === 'unsure' && values.names
                ? t('audit.proof.unknownWitness', { names: values.names })
                : t(
                    `audit.proof.check.${name}.${
                      result === 'passed' ? 'passed' : 'failed'
                    }`,
                    { ...NO_VALUES, ...values },
                  )}
            </span>
          </li>
        ))}
      </ol>
      {state === 'done' && error && (
        <ErrorNotice
          error={error}
          title={t('audit.proof.impossible')}
          next={
            error instanceof ProofError
              ? t('audit.proof.commandLine')
              : undefined
          }
        />
      )}
      {state === 'done' && !error && (
        <Alert
          role={hasFailed ? 'alert' : 'status'}
          status={hasFailed ? 'danger' : 'success'}
          icon
          title={t(
            hasFailed
              ? 'audit.proof.refuted.title'
              : 'audit.proof.proven.title',
          )}
          description={verdict()}
        />
      )}
    </Flex>
  );

  function verdict(): string {
    if (hasFailed) {
      return t('audit.proof.refuted.description');
    }
    return t(
      isWitnessed
        ? 'audit.proof.proven.witnessed'
        : 'audit.proof.proven.unwitnessed',
    );
  }
}
