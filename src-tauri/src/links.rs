//! The one thing the page may ask the system to open: a link of ours to a customer's chat.

use zamu_core::reading::MessageReading;

/// Opens the chat of a message with its text in it. Only links that start like ours are opened.
pub fn open_chat(message: &MessageReading) -> Result<(), String> {
    if !message.link.starts_with("https://wa.me/") {
        return Err("this customer has no phone number".into());
    }
    open::that_detached(&message.link).map_err(|why| format!("no program could open the link: {why}"))
}
