//! This desk's own choices: language, theme, who sits here. They lie in the book's file and are no part of the book:
//! no revision, no history, no export.

use std::collections::BTreeMap;

use super::Replica;
use crate::store::StoreError;

impl Replica {
    pub async fn keep(&self, key: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(include_str!("../../sql/save/setting.sql"))
            .bind(key)
            .bind(value)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub async fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(include_str!("../../sql/read/settings.sql")).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().collect())
    }
}
