use serde::{Deserialize, Deserializer};

use crate::{
    catalog::{
        limits::{Limit, LimitSet},
        pricing::Tool,
    },
    json::from_text,
};

from_text! {
    Limit => Limit::parse;
    Tool => |text| Tool::ALL.into_iter().find(|tool| tool.name() == text);
}

impl serde::Serialize for Tool {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for LimitSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(alloc::vec::Vec::<Limit>::deserialize(deserializer)?.into_iter().collect())
    }
}
