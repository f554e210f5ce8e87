import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf } from './common.ts'
import { Password } from './session.ts'

const CurrentPassword = Type.String({ maxLength: 1000, description: 'the one that the person signs in with' })
const Challenge = Type.String({ minLength: 1, maxLength: 2000 })
const Encoded = (maxLength: number) => Type.String({ pattern: '^[\\w-]+$', maxLength, description: 'base64url' })
const PasskeyName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
const Transports = Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 })

export const SecondFactorNeeded = Type.Object(
  {
    needs: Type.Literal('second-factor'),
    challenge: Type.String({ description: 'goes into the second step, within 10 minutes, once' }),
    methods: Type.Array(OneOf('code', 'passkey'), { description: 'a recovery code is taken besides' }),
  },
  { title: 'SecondFactorNeeded' },
)

export const SecondFactor = Type.Union(
  [
    Type.Object(
      { challenge: Challenge, code: Type.String({ minLength: 1, maxLength: 20, description: 'six digits' }) },
      { additionalProperties: false },
    ),
    Type.Object(
      { challenge: Challenge, recoveryCode: Type.String({ minLength: 1, maxLength: 40 }) },
      { additionalProperties: false },
    ),
  ],
  { title: 'SecondFactor' },
)

const Descriptor = Type.Object({ id: Type.String(), type: Type.Literal('public-key'), transports: Transports })

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn. */
export const PasskeyRequest = Type.Object(
  {
    challenge: Type.String(),
    rpId: Type.String(),
    timeout: Type.Integer({ description: 'milliseconds' }),
    userVerification: Type.Literal('required'),
    allowCredentials: Type.Array(Descriptor),
  },
  { title: 'PasskeyRequest' },
)

/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn. */
export const PasskeyCreation = Type.Object(
  {
    challenge: Type.String(),
    rp: Type.Object({ id: Type.String(), name: Type.String() }),
    user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    pubKeyCredParams: Type.Array(Type.Object({ type: Type.Literal('public-key'), alg: Type.Integer() })),
    timeout: Type.Integer({ description: 'milliseconds' }),
    attestation: Type.Literal('none'),
    excludeCredentials: Type.Array(Descriptor),
    authenticatorSelection: Type.Object({
      residentKey: Type.Literal('preferred'),
      userVerification: Type.Literal('required'),
    }),
  },
  { title: 'PasskeyCreation' },
)

export const AskForPasskey = Type.Object(
  { challenge: Type.Optional(Challenge) },
  { title: 'AskForPasskey', additionalProperties: false },
)

/** What of the browser's answer counts; each in base64url. */
export const PasskeyAssertion = Type.Object(
  {
    id: Encoded(2000),
    clientDataJSON: Encoded(5000),
    authenticatorData: Encoded(5000),
    signature: Encoded(5000),
    userHandle: Nullable(Encoded(200)),
  },
  { title: 'PasskeyAssertion', additionalProperties: false },
)

export const NewPasskey = Type.Object(
  {
    name: PasskeyName,
    id: Encoded(2000),
    clientDataJSON: Encoded(5000),
    attestationObject: Encoded(20_000),
    transports: Transports,
  },
  { title: 'NewPasskey', additionalProperties: false },
)

export const PasskeyChange = Type.Object({ name: PasskeyName }, { title: 'PasskeyChange', additionalProperties: false })

export const Passkey = Type.Object(
  { id: Id, name: Type.String(), createdAt: Instant, lastUsedAt: Nullable(Instant) },
  { title: 'Passkey' },
)

/** How a person signs in: his own, and nobody else's to read. */
export const Security = Type.Object(
  {
    totpSince: Nullable(Instant),
    passkeys: Type.Array(Passkey),
    recoveryCodesLeft: Type.Integer(),
    passkeySite: Nullable(
      Type.String({ description: 'the name that passkeys are for; null: PUBLIC_URL is none that browsers take' }),
    ),
    accountAsksForSecondFactor: Type.Boolean(),
  },
  { title: 'Security' },
)

export const ConfirmPassword = Type.Object(
  { password: CurrentPassword },
  { title: 'ConfirmPassword', additionalProperties: false },
)

export const PasswordChange = Type.Object(
  { current: CurrentPassword, password: Password },
  { title: 'PasswordChange', additionalProperties: false },
)

export const TotpSetup = Type.Object(
  {
    secret: Type.String({ description: 'base32' }),
    uri: Type.String({ description: 'otpauth: what the picture holds' }),
    setup: Type.String({ description: 'goes with the first code, within 30 minutes' }),
  },
  { title: 'TotpSetup' },
)

export const TotpProof = Type.Object(
  { setup: Challenge, code: Type.String({ minLength: 1, maxLength: 20 }) },
  { title: 'TotpProof', additionalProperties: false },
)

const Codes = Type.Array(Type.String(), { description: 'each good for one sign-in; shown this once' })

export const FactorAdded = Type.Object(
  { recoveryCodes: Nullable(Codes) },
  { title: 'FactorAdded', description: 'null: those from before stay' },
)

export const RecoveryCodes = Type.Object({ recoveryCodes: Codes }, { title: 'RecoveryCodes' })

export const AccountSecondFactor = Type.Object(
  { isRequired: Type.Boolean() },
  { title: 'AccountSecondFactor', additionalProperties: false },
)
