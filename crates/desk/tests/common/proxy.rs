//! A TCP proxy of ours, a fake line that only scripts faults: it carries bytes between desks and a real server, late, slowly, not at all, or
//! breaks off. What holds is asked at every piece, so that a fault meets connections that are open already.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Instant;

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weather {
    Fair,
    /// Each direction takes half of it.
    Late(Duration),
    /// So many of a hundred pieces break the connection.
    Resets(u64),
    /// Connections stay open and nothing comes through.
    HalfOpen,
    /// Bytes a second, each direction.
    Slow(u64),
    /// Nobody answers; what is open breaks.
    Gone,
}

pub struct Proxy {
    pub port: u16,
    weather: watch::Sender<Weather>,
}

impl Proxy {
    /// To a server on this machine.
    pub async fn to(port: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (weather, seen) = watch::channel(Weather::Fair);
        let here = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let dice = Arc::new(AtomicU64::new(1));
            while let Ok((desk, _)) = listener.accept().await {
                if *seen.borrow() == Weather::Gone {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { continue };
                let _no_delay = (desk.set_nodelay(true), server.set_nodelay(true));
                let ((from_desk, to_desk), (from_server, to_server)) =
                    (desk.into_split(), server.into_split());
                tokio::spawn(carry(from_desk, to_server, seen.clone(), dice.clone()));
                tokio::spawn(carry(from_server, to_desk, seen.clone(), dice.clone()));
            }
        });
        Proxy { port: here, weather }
    }

    pub fn turns(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

/// One direction of one connection, until it ends or the weather ends it. Pieces that are on their way late do not hold up the next.
async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut seen: watch::Receiver<Weather>,
    dice: Arc<AtomicU64>,
) {
    let (send, mut pieces) = tokio::sync::mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let (reading, mut gone) = (seen.clone(), seen.clone());
    let read = async move {
        let mut piece = vec![0; 16 * 1024];
        while let Ok(length) = from.read(&mut piece).await {
            if length == 0 {
                return;
            }
            let late = match *reading.borrow() {
                Weather::Late(both_ways) => both_ways / 2,
                _ => Duration::ZERO,
            };
            if send.send((Instant::now() + late, piece[..length].to_vec())).is_err() {
                return;
            }
        }
    };
    let write = async {
        while let Some((due, piece)) = pieces.recv().await {
            tokio::time::sleep_until(due).await;
            let now = *seen.borrow_and_update();
            match now {
                Weather::HalfOpen => {
                    let _until_it_clears_up = seen.wait_for(|weather| *weather != Weather::HalfOpen).await;
                    return;
                }
                Weather::Resets(of_a_hundred) if drawn(&dice) % 100 < of_a_hundred => return,
                Weather::Slow(a_second) => {
                    // When it clears up the rest comes at once.
                    for bytes in piece.chunks(usize::try_from(a_second / 10).unwrap_or(1).max(1)) {
                        if *seen.borrow() == now {
                            tokio::time::sleep(Duration::from_millis(100)).await;
                        }
                        if to.write_all(bytes).await.is_err() {
                            return;
                        }
                    }
                }
                _ => {
                    if to.write_all(&piece).await.is_err() {
                        return;
                    }
                }
            }
        }
    };
    tokio::select! {
        () = write => {}
        () = async { read.await; std::future::pending().await } => {}
        _ = gone.wait_for(|weather| *weather == Weather::Gone) => {}
    }
}

/// SplitMix64, one drawing.
fn drawn(dice: &AtomicU64) -> u64 {
    let mut drawn = dice.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn ^ (drawn >> 27)
}
