import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { webcrypto } from 'node:crypto';
import { TextDecoder, TextEncoder } from 'node:util';

// The pages come lazily, and the first one waits for its compilation.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(90_000);

// What proofs are verified with: every browser has it, jsdom has not.
Object.assign(globalThis, { TextDecoder, TextEncoder });
Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
