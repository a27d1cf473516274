//! Asking a person for permission: OAuth for installed programs (RFC 8252) with PKCE S256 (RFC 7636), by the `oauth2` crate over our own
//! HTTP client. Nothing here keeps or shows a token; errors are the server's code and sentence, never a body.

use std::collections::BTreeSet;
use std::pin::Pin;
use zamu_core::both;

use oauth2::basic::{BasicClient, BasicErrorResponse, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, TokenResponse, TokenUrl,
};
use url::form_urlencoded;

use super::client::Client;
use super::google::{http, of_the_line};
use super::provider::Fault;
use super::tokens::Tokens;
use crate::clock::Clock;

/// Taken for the life of a token that does not say.
const HOUR: i64 = 3600;

type Endpoints = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// An answer of the provider that is on its way.
type Answering = Pin<Box<dyn Future<Output = Result<HttpResponse, Fault>> + Send>>;

/// A question on its way to a person.
pub struct Question {
    /// What the browser is shown.
    pub url: String,
    verifier: PkceCodeVerifier,
    redirect: RedirectUrl,
}

/// What a person gave.
pub struct Given {
    pub tokens: Tokens,
    pub scopes: BTreeSet<String>,
}

/// Prepares the question. `state` comes back with the answer.
pub fn question(client: &Client, redirect: &str, scopes: &[&str], state: &str) -> Result<Question, Fault> {
    let redirect = RedirectUrl::new(redirect.into()).map_err(|why| Fault::refused(why.to_string()))?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let state = state.to_string();
    let endpoints = endpoints(client)?.set_redirect_uri(redirect.clone());
    let (url, _) = endpoints
        .authorize_url(move || CsrfToken::new(state))
        .add_scopes(scopes.iter().map(|scope| Scope::new(scope.to_string())))
        .set_pkce_challenge(challenge)
        // A token that lasts beyond this hour, also when the person said yes before.
        .add_extra_param("access_type", "offline")
        .add_extra_param("prompt", "consent")
        .url();
    Ok(Question { url: url.into(), verifier, redirect })
}

/// Exchanges the code that came back.
pub async fn exchange(
    client: &Client,
    question: Question,
    code: String,
    asked: &[&str],
) -> Result<Given, Fault> {
    let endpoints = endpoints(client)?.set_redirect_uri(question.redirect);
    let wire = wire()?;
    let request = endpoints.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(question.verifier);
    let answer = request.request_async(&wire).await.map_err(refusal)?;
    let refresh = answer.refresh_token().ok_or_else(|| {
        Fault::refused(both!(
            "the provider gave no token that lasts; remove Zamu from the account's permissions and connect again",
            "mtoa huduma hakutoa ruhusa inayodumu; iondoe Zamu kwenye ruhusa za akaunti kisha unganisha tena"
        ))
    })?;
    // Left out means: what was asked for (RFC 6749, 5.1).
    let scopes = match answer.scopes() {
        Some(scopes) => scopes.iter().map(|scope| scope.to_string()).collect(),
        None => asked.iter().map(ToString::to_string).collect(),
    };
    Ok(Given { tokens: tokens(&answer, refresh.secret()), scopes })
}

/// Another access token. Where the provider also replaces the refresh token, the new one is in the answer.
pub async fn refresh(client: &Client, refresh: &str) -> Result<Tokens, Fault> {
    let endpoints = endpoints(client)?;
    let (old, wire) = (RefreshToken::new(refresh.into()), wire()?);
    let answer = endpoints.exchange_refresh_token(&old).request_async(&wire).await.map_err(refusal)?;
    let lasting = answer.refresh_token().map_or(refresh, |fresh| fresh.secret());
    Ok(tokens(&answer, lasting))
}

/// Gives the permission back (RFC 7009).
pub async fn revoke(client: &Client, refresh: &str) -> Result<(), Fault> {
    let request = http()?
        .post(&client.revoke_uri)
        .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form(client, refresh));
    let answer = request.send().await.map_err(of_the_line)?;
    match answer.status().as_u16() {
        // 400: it was given back before.
        200 | 400 => Ok(()),
        other => Err(Fault::later(both!(
            "the permission could not be given back ({other})",
            "ruhusa haikuweza kurudishwa ({other})"
        ))),
    }
}

fn form(client: &Client, refresh: &str) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("token", refresh).append_pair("token_type_hint", "refresh_token");
    form.append_pair("client_id", &client.client_id);
    if let Some(secret) = &client.client_secret {
        form.append_pair("client_secret", secret);
    }
    form.finish()
}

fn tokens(answer: &BasicTokenResponse, refresh: &str) -> Tokens {
    let lasts = answer.expires_in().map_or(HOUR, |lasts| i64::try_from(lasts.as_secs()).unwrap_or(HOUR));
    Tokens {
        refresh: refresh.into(),
        access: answer.access_token().secret().clone(),
        expires_at: Clock::System.now().timestamp() + lasts,
    }
}

fn endpoints(client: &Client) -> Result<Endpoints, Fault> {
    let fault = |why: url::ParseError| {
        Fault::refused(both!("an address of the provider: {why}", "anwani ya mtoa huduma: {why}"))
    };
    let endpoints = BasicClient::new(ClientId::new(client.client_id.clone()))
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(AuthUrl::new(client.auth_uri.clone()).map_err(fault)?)
        .set_token_uri(TokenUrl::new(client.token_uri.clone()).map_err(fault)?);
    Ok(match &client.client_secret {
        Some(secret) => endpoints.set_client_secret(ClientSecret::new(secret.clone())),
        None => endpoints,
    })
}

/// The crate's way to our HTTP client.
fn wire() -> Result<impl Fn(HttpRequest) -> Answering, Fault> {
    let http = http()?;
    Ok(move |request: HttpRequest| {
        let http = http.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(of_the_line)?;
            let answer = http.execute(request).await.map_err(of_the_line)?;
            let mut response = HttpResponse::new(Vec::new());
            *response.status_mut() = answer.status();
            *response.headers_mut() = answer.headers().clone();
            *response.body_mut() = answer.bytes().await.map_err(of_the_line)?.to_vec();
            Ok(response)
        }) as _
    })
}

/// `invalid_grant` is the end; what the line or a busy server says is not.
fn refusal(why: RequestTokenError<Fault, BasicErrorResponse>) -> Fault {
    match why {
        RequestTokenError::Request(fault) => fault,
        RequestTokenError::ServerResponse(said) => match said.error() {
            BasicErrorResponseType::InvalidGrant => Fault::Ended(said.to_string().into()),
            BasicErrorResponseType::Extension(code)
                if code == "temporarily_unavailable" || code == "server_error" =>
            {
                Fault::later(said.to_string())
            }
            _ => Fault::refused(said.to_string()),
        },
        // Not what the standard says: a gateway's page, or an answer that broke off.
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Fault::later(both!(
            "the answer about the permission was not understood",
            "jibu kuhusu ruhusa halikueleweka"
        )),
    }
}
