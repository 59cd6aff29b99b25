import {
  Alert,
  Avatar,
  Card,
  CardBody,
  Container,
  Flex,
  Grid,
  Text,
} from '@backstage/ui';
import { Logo } from '../../components/Logo';
import type { Persona } from './Persona';
import './PersonaChoice.css';

interface PersonaChoiceProps {
  personas: Persona[];
  onChoose(entityRef: string): void;
  /** The attempt before this one, if it failed. */
  refused?: { persona: Persona; error: Error };
}

/** The cards to choose from, and what to know about them. */
export function PersonaChoice(props: PersonaChoiceProps) {
  const { personas, onChoose, refused } = props;
  return (
    <main style={{ maxWidth: 760, margin: '0 auto' }}>
      <Container>
        <Flex direction="column" gap="6" py={{ initial: '6', sm: '12' }}>
          <Logo withName />
          <Flex direction="column" gap="1">
            <Text as="h1" variant="title-medium" weight="bold">
              Who do you want to be?
            </Text>
            <Text as="p" variant="body-large" color="secondary">
              Each sees and may do something else.
            </Text>
          </Flex>
          {refused && (
            <Alert
              status="danger"
              icon
              role="alert"
              title={`Signing in as ${refused.persona.name} failed`}
              description={explain(refused.error)}
            />
          )}
          {personas.length === 0 && (
            <Alert
              status="warning"
              icon
              title="Nobody can sign in yet"
              description="This portal has no way to sign in. Whoever runs it adds an auth provider to the backend and its sign-in page to the app."
            />
          )}
          <Grid.Root columns={{ initial: '1', sm: '2' }} gap="4">
            {personas.map(persona => (
              <PersonaCard
                key={persona.entityRef}
                persona={persona}
                onChoose={onChoose}
              />
            ))}
          </Grid.Root>
          {personas.length > 0 && (
            <Text as="p" variant="body-medium" color="secondary">
              Development sign-in, without passwords: anybody on this machine
              can be any of them. A portal in production refuses to start with
              it.
            </Text>
          )}
        </Flex>
      </Container>
    </main>
  );
}

function PersonaCard(props: {
  persona: Persona;
  onChoose(entityRef: string): void;
}) {
  const { name, entityRef, role, description } = props.persona;
  return (
    <Card
      className="sandlot-persona"
      label={`Sign in as ${name}`}
      onPress={() => props.onChoose(entityRef)}
    >
      <CardBody>
        <Flex gap="3" align="start">
          <Avatar src="" name={name} size="large" purpose="decoration" />
          <Flex direction="column" gap="1">
            <Text as="h2" variant="title-x-small" weight="bold">
              {name}
            </Text>
            <Text as="p" variant="body-medium">
              {role}
            </Text>
            <Text as="p" variant="body-medium" color="secondary">
              {description}
            </Text>
          </Flex>
        </Flex>
      </CardBody>
    </Card>
  );
}

/** The catalog answers "not found" for some seconds after a first start. */
function explain(error: Error): string {
  return 'statusCode' in error && error.statusCode === 404
    ? 'They are not in the catalog. If the portal was started a moment ago, the catalog is still being read: try again in a few seconds.'
    : error.message;
}
