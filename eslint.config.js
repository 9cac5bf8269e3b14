import { builtinModules } from 'node:module'
import eslint from '@eslint/js'
import { defineConfig } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const unprefixedBuiltins = builtinModules
  .filter((name) => !name.startsWith('_') && !name.includes(':'))
  .map((name) => ({ name, message: `Say 'node:${name}'.` }))

// A rule's options are replaced as a whole where a later block sets them again, hence these lists.
const importedEnvironment = {
  name: 'node:process',
  importNames: ['env'],
  message: 'Only src/config.ts reads the environment.',
}

const erasableSyntaxOnly = [
  {
    selector: 'TSEnumDeclaration',
    message: 'Use a union of strings: Node runs the sources by erasing the types.',
  },
  { selector: 'TSParameterProperty', message: 'Declare the field and assign it in the constructor.' },
  { selector: 'TSExportAssignment', message: 'Use named exports.' },
]

const noDefaultExport = [
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Use named exports.' },
]

/** Prettier lays out a literal by its own rules; a literal that is spread into another only steers it. */
const spreadLiterals = [
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write the fields where they belong, one a line.',
  },
  {
    selector: ':matches(ArrayExpression, CallExpression) > SpreadElement > ArrayExpression',
    message: 'Write the elements where they belong.',
  },
]

/** In the text of a statement that is prepared here; Kysely numbers the parameters of its own. */
const positionalParameters = ['Literal[value=/\\?/]', 'TemplateElement[value.raw=/\\?/]'].map((text) => ({
  selector: `CallExpression:matches([callee.property.name="prepare"], [callee.name="statement"]) ${text}`,
  message: 'Name the parameters (`:source_id`): values for question marks can be swapped unseen.',
}))

/** A text that is missing under an open key is missed by nobody. */
const openTexts = [
  {
    selector:
      'TSAsExpression TSTypeReference[typeName.name="Record"] > TSTypeParameterInstantiation > :matches(TSStringKeyword, TSNumberKeyword):first-child',
    message:
      'Name the keys: `satisfies Readonly<Record<EventType, string>>`, or `OwnWords` where only the server knows them.',
  },
]

const tests = ['**/*.test.ts', 'test/**/*.ts']

export default defineConfig(
  { ignores: ['node_modules/', 'coverage/', 'data/', 'dist/', 'lib/', 'test/golden/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      complexity: ['error', 12],
      'no-restricted-imports': ['error', { paths: unprefixedBuiltins }],
      'no-restricted-syntax': [
        'error',
        ...erasableSyntaxOnly,
        ...noDefaultExport,
        ...spreadLiterals,
        ...positionalParameters,
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // `import { type A }` would still load the module at run time.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Says that the parts of the house are functions in an object, which may be taken out of it; `unbound-method`
      // then speaks up only where a function does need its `this`.
      '@typescript-eslint/method-signature-style': ['error', 'property'],

      // Loosened from the recommended rules:
      // TypeScript checks that names exist, in JavaScript too.
      'no-undef': 'off',

      // Loosened from `strictTypeChecked`:
      // Numbers and booleans read well in messages.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => doIt()` is the shortest way to say it.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A contract may promise a Promise that one of its implementations need not wait for.
      '@typescript-eslint/require-await': 'off',
      // `while (true)` is the plain form of a loop that ends from within.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // A leading underscore says that a signature asks for what this function does not need.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: tests,
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    ...reactHooks.configs.flat.recommended,
    files: ['web/**'],
  },
  {
    // In a component what may be absent counts as a branch, and its elements as lines.
    files: ['web/**/*.{ts,tsx}'],
    rules: {
      complexity: ['error', 20],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // All texts of a language are one list.
    files: ['web/text/**'],
    rules: {
      'max-lines': 'off',
      'no-restricted-syntax': [
        'error',
        ...erasableSyntaxOnly,
        ...noDefaultExport,
        ...spreadLiterals,
        ...openTexts,
      ],
    },
  },
  {
    // A migration is one list of statements, and is never changed again.
    files: ['src/store/migrations/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    // What a run of the listener inherits comes from the listener's own environment; the commands that call a server have no settings, but a few
    // variables; the demo starts programs, and the doctor looks at proxies.
    ignores: [
      'src/config.ts',
      'src/cli/listen/listen.ts',
      'src/cli/remote/run-remote.ts',
      'src/cli/demo/started-program.ts',
      'src/cli/doctor/doctor.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
      'no-restricted-imports': ['error', { paths: [...unprefixedBuiltins, importedEnvironment] }],
    },
  },
  {
    files: tests,
    rules: {
      // What a test has just made or been answered is there and has its shape, or the test fails.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Tools look for their settings in the default export.
    files: ['*.config.{js,ts}', 'docs/.vitepress/config.ts'],
    rules: { 'no-restricted-syntax': ['error', ...erasableSyntaxOnly, ...spreadLiterals] },
  },
  {
    // JSDoc says what parsed JSON is, where the rule does not look.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // dependency-cruiser reads CommonJS.
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
  },
)
