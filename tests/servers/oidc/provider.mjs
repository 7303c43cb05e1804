// An OpenID Connect provider for tests: any name logs in with any password.
import Provider from 'oidc-provider'

const [issuer, redirect] = process.argv.slice(2)
const provider = new Provider(issuer, {
  clients: [{ client_id: 'cms', client_secret: 'a-secret-of-the-tests', redirect_uris: [redirect] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: id,
      email: `${id.replace('unverified-', '')}@example.org`,
      email_verified: !id.startsWith('unverified-')
    })
  })
})
provider.listen(new URL(issuer).port, '127.0.0.1', () => console.log('ready'))
