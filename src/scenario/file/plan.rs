//! Within what a group's staff may be planned, as typed.

use super::{Spot, varying};
use crate::scenario::keys::{self, STAFF};
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::reading::Reading;
use crate::scenario::series::Series;
use crate::scenario::source::Place;

/// `[groups.NAME.plan]`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedPlan {
    pub min: Option<Series<f64>>,
    pub max: Option<Series<f64>>,
    pub fixed: Option<Fixed>,
    pub block: Option<Spot<f64>>,
}

/// What staff is fixed at.
#[derive(Debug)]
pub(in crate::scenario) enum Fixed {
    /// At what the group has.
    AsItIs(Place),
    /// At numbers of its own.
    At(Series<f64>),
}

impl TypedPlan {
    pub fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedPlan> {
        let fields = reading.fields(node, &keys::PLAN)?;
        Some(TypedPlan {
            min: varying(reading, &fields, "min", STAFF),
            max: varying(reading, &fields, "max", STAFF),
            fixed: fields
                .get(reading, "fixed")
                .and_then(|node| Fixed::read(reading, node)),
            block: fields.one(reading, "block", Unit::PositiveDuration),
        })
    }
}

impl Fixed {
    /// Nothing where it is switched off.
    fn read(reading: &mut Reading<'_>, node: &Node) -> Option<Fixed> {
        let switch = match &node.value {
            Value::Switch(switch) => Some(*switch),
            // Behind the `=` of a change nothing tells it from a word.
            Value::Text { text, .. } if text == "true" => Some(true),
            Value::Text { text, .. } if text == "false" => Some(false),
            _ => None,
        };
        match switch {
            Some(switch) => {
                reading.refuse_changes(node);
                switch.then(|| Fixed::AsItIs(node.place.clone()))
            }
            None => Some(Fixed::At(Series::read(reading, node, &mut { STAFF }))),
        }
    }

    pub fn place(&self) -> &Place {
        match self {
            Fixed::AsItIs(place) => place,
            Fixed::At(series) => &series.place,
        }
    }
}
