// A real OpenID provider on this machine, for e2e/test_oidc.py. Who types a name in its form is that person.
// Its one argument is JSON: { port, clients, acrValues, mail }; it prints "ready" when it answers.
import Provider from 'oidc-provider';

const { port, clients, acrValues, mail } = JSON.parse(process.argv[2]);

const provider = new Provider(`http://localhost:${port}`, {
  clients,
  acrValues,
  clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], acr: null, auth_time: null },
  // Providers that put the mail address into the id_token tempt others to look people up by it.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ['for these tests only'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: mail, email_verified: true }),
  }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid email');
    await grant.save();
    return grant;
  },
});

const page = (uid) => `<!doctype html><html lang="en"><head><title>Example ID</title><link rel="icon" href="data:,"></head><body><main>
<h1>Example ID</h1>
<form method="post" action="/interaction/${uid}"><label>Name <input name="name" autocomplete="off"></label>
<button>Sign in there</button></form>
<form method="post" action="/interaction/${uid}"><button name="stop" value="1">Stop</button></form>
</main></body></html>`;

async function fieldsOf(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

provider.use(async (ctx, next) => {
  const [, uid] = /^\/interaction\/([\w-]+)$/.exec(ctx.path) ?? [];
  if (!uid) return next();
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.method === 'GET') {
    ctx.type = 'html';
    ctx.body = page(uid);
    return undefined;
  }
  const fields = await fieldsOf(ctx.req);
  const acr = (params.acr_values ?? '').split(' ')[0] || undefined;
  const result = fields.has('stop')
    ? { error: 'access_denied', error_description: 'stopped' }
    : { login: { accountId: fields.get('name'), acr } };
  ctx.respond = false;
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
});

provider.listen(port, '127.0.0.1', () => console.log('ready'));
